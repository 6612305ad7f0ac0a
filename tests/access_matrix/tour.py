"""The tour exists in the demo only; outside it the address is nothing, for everybody."""

from tests.access_matrix.lines import Row

TOUR_ROWS = [Row("GET", "/tour", "404", public=True)]
