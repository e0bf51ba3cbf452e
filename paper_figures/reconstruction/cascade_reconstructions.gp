width = 1400
height = 560
#---
images = "data/images.csv"
prototypes = "data/prototypes.csv"
errors = "data/errors.csv"
stats images using "tile" name "TILE" nooutput
stats images using "row" name "ROW" nooutput
stats prototypes using "tile" name "CLASS" nooutput
stats errors using "layer":"reconstruction_mse" name "MSE" nooutput
levels = (TILE_max + 1) / 2
side = ROW_max + 1
pitch = side + 3
columns = (levels > CLASS_max + 1 ? levels : CLASS_max + 1)
unset key
unset grid
unset border
unset xtics
unset ytics
unset colorbox
set size ratio -1
set lmargin at screen 0.01
set rmargin at screen 0.99
set tmargin at screen 0.93
set bmargin at screen 0.03
set palette gray
set cbrange [0:1]
set xrange [-side * 0.9:columns * pitch]
set yrange [-3.75 * pitch:0.35 * pitch]
x(tile, column) = (tile - levels * floor(tile / levels)) * pitch + column
y(tile, row) = -floor(tile / levels) * pitch - row
do for [l=0:levels-1] { set label sprintf("{/:Italic R}_{%d}", l) at l * pitch + 0.5 * side, 0.16 * pitch center }
set label "image 1" at -0.8 * side, -0.5 * side left
set label "image 2" at -0.8 * side, -pitch - 0.5 * side left
set label "classes" at -0.8 * side, -2.45 * pitch - 0.5 * side left
do for [k=0:int(CLASS_max)] { set label sprintf("%d", k) at k * pitch + 0.5 * side, -2.29 * pitch center }
area = side * side
plot for [t=0:int(TILE_max)] images every ::(t * area)::(t * area + area - 1) using (x(column("tile"), column("column"))):(y(column("tile"), column("row"))):"value" with image, \
     for [t=0:int(CLASS_max)] prototypes every ::(t * area)::(t * area + area - 1) using (column("tile") * pitch + column("column")):(-2.45 * pitch - column("row")):"value" with image
