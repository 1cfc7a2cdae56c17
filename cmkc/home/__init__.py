"""What stands above all other apps, and the pages about the site."""
