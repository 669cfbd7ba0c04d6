"""What Alembic runs around the steps. Our own code hands it a connection; it opens none and reads no .ini file."""

from alembic import context

from app.domain.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot change a column: Alembic copies the table instead
    compare_type=True,
    user_module_prefix="sqltypes.",  # how SQLModel's own types are written in a step
)
context.run_migrations()
