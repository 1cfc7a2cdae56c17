from django.core.management import call_command


def test_the_page_about_settings_is_level_with_the_code():
    call_command("settings_doc", "--check")
