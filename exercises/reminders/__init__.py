"""What it is time for: looking at the balance again, and reviews; a mail to oneself, and a calendar file, of them."""
