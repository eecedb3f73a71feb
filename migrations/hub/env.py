"""Runs the steps on the connection that the application lends; it has begun the transaction and will end it."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
