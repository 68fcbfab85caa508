"""What a counselor gives a couple to do: assigning, the cards on both home pages, and what is done with them."""
