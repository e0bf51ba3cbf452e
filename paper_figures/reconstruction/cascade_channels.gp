unset key
unset grid
unset border
unset xtics
unset ytics
unset colorbox
set palette gray
set cbrange [0:1]
tall = tile_height + gap
wide = tile_width + gap
place = "set lmargin at screen left; set rmargin at screen right; set bmargin at screen bottom; set tmargin at screen top; set xrange [-0.5:columns * wide - gap - 0.5]; set yrange [rows * tall - gap - 0.5:-0.5]; set size ratio -1; unset label"
header(j) = (j - 0.5) * wide - 1
line(i) = (i - 0.5) * tall - 1
# Names of columns lie over each other where there are many.
crowded = 11
upright = "set label name at header(j), -0.13 * tall center"
slanted = "set label name at header(j), -0.1 * tall rotate by 45 left"

set multiplot
left = 0.06
right = 0.58
top = 0.91
bottom = 0.53
columns = num_reconstructions_columns
rows = num_reconstructions_rows
eval place
set title "(a) what each unit still knows of two images" offset 0,1.2
do for [j=1:columns] { name = reconstructions_columns[j]; eval columns > crowded ? slanted : upright }
do for [i=1:rows] { set label reconstructions_rows[i] at -0.12 * wide, line(i) right }
plot "data/reconstructions.csv" using "x":"y":"value" with image

if (has_decisions) {
  left = 0.115
  top = 0.43
  bottom = 0.02
  columns = num_decision_images_columns
  rows = num_decision_images_rows
  eval place
  set title "(b) outputs that stand for a class, decoded" offset 0,1.2
  do for [j=1:columns] { name = decision_images_columns[j]; eval columns > crowded ? slanted : upright }
  do for [i=1:rows] { set label decision_images_rows[i] at -0.12 * wide, line(i) right }
  plot "data/decision_images.csv" using "x":"y":"value" with image
}

if (has_channels) {
  left = 0.675
  right = 0.99
  top = 0.91
  bottom = 0.02
  columns = num_channel_images_columns
  rows = num_channel_images_rows
  eval place
  set title "(c) single channels of the first image" offset 0,1.2
  do for [j=1:columns] { name = channel_images_columns[j]; eval columns > crowded ? slanted : upright }
  do for [i=1:rows] { set label channel_images_rows[i] at -0.12 * wide, line(i) right }
  plot "data/channel_images.csv" using "x":"y":"value" with image
}
unset multiplot
