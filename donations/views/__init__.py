"""Pages of campaigns, of pledges and of the money that comes."""
