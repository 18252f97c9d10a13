"""What people and programs touch: command line, browser and feeds; it joins the other three rooms."""
