import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('volunteers', '0004_certificates_of_an_edition'),
    ]

    operations = [
        migrations.AddField(
            model_name='expertise',
            name='is_contact_shared',
            field=models.BooleanField(default=False, help_text='To the organization it is brought together with, as the giver agreed.', verbose_name='contact may be passed on'),
        ),
        migrations.AlterField(
            model_name='match',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='matched by'),
        ),
    ]
