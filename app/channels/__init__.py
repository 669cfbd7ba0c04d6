"""The ways out: how words leave the house. Nothing in here decides whether they may."""
