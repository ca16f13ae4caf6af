from django.db import migrations

from portal.audit.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial"), ("audit", "0002_rows_only_grow")]

    operations = [append_only("programmes_settingversion")]
