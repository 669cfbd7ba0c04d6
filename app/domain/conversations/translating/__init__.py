"""Two languages in one conversation: who may translate, what a computer made of a message, and the writer's preview.

Off until an organisation chooses a translator and has said so to its families. The words as they were typed never
change; a translation stands beside them, and says that a computer made it.
"""
