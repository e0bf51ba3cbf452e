images = "data/images.csv"
prototypes = "data/prototypes.csv"
pitch = rows + 3
tiles = (levels > classes ? levels : classes)
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
set xrange [-rows * 0.9:tiles * pitch]
set yrange [-3.75 * pitch:0.35 * pitch]
x(tile, column) = (tile - levels * floor(tile / levels)) * pitch + column
y(tile, row) = -floor(tile / levels) * pitch - row
do for [l=0:levels-1] { set label sprintf("{/:Italic R}_{%d}", l) at l * pitch + 0.5 * columns, 0.16 * pitch center }
set label "image 1" at -0.8 * rows, -0.5 * rows left
set label "image 2" at -0.8 * rows, -pitch - 0.5 * rows left
set label "classes" at -0.8 * rows, -2.45 * pitch - 0.5 * rows left
do for [k=0:classes-1] { set label sprintf("%d", k) at k * pitch + 0.5 * columns, -2.29 * pitch center }
area = rows * columns
plot for [t=0:2*levels-1] images every ::(t * area)::(t * area + area - 1) using (x(column("tile"), column("column"))):(y(column("tile"), column("row"))):"value" with image, \
     for [t=0:classes-1] prototypes every ::(t * area)::(t * area + area - 1) using (column("tile") * pitch + column("column")):(-2.45 * pitch - column("row")):"value" with image
