class OwnerMigrates:
    """Schema changes go through the owner's door only."""

    def allow_migrate(self, db, app_label, **hints):
        return db == "owner"

    def allow_relation(self, left, right, **hints):
        return True
