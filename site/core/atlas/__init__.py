"""A drawn map of France, with no tile server: Regions of before 2016, marks at latitudes and longitudes."""
