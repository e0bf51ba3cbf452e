set multiplot layout 1,3 margins 0.012,0.912,0.03,0.9 spacing 0.015,0.1
unset key
unset grid
unset xtics
unset ytics
unset border
set size ratio -1
set yrange [] reverse
# Light at 0: towards red and black above it, and towards blue below where there is anything.
lowest = 0
highest = 0
do for [name in "machine blocks random"] {
  stats "data/" . name . ".csv" using "value" nooutput
  lowest = STATS_min < lowest ? STATS_min : lowest
  highest = STATS_max > highest ? STATS_max : highest
}
part = lowest / -highest < 1 ? lowest / -highest : 1
blue = sprintf("#%02x%02x%02x", 247 - part * 208, 244 - part * 173, 234 - part * 124)
if (lowest < 0) {
  set palette defined (lowest blue, 0 "#f7f4ea", 0.45*highest "#e5a06a", 0.75*highest "#b5382e", highest "#3d0c1e")
} else {
  set palette defined (0 "#f7f4ea", 0.45 "#e5a06a", 0.75 "#b5382e", 1 "#3d0c1e")
}
set cbrange [lowest:highest]
unset colorbox
set title "(a) trained machine: tanh {/:Italic f_a}"
plot "data/machine.csv" using "x":"y":"value" with image
set title "(b) renormalization: 2 × 2 block averages"
plot "data/blocks.csv" using "x":"y":"value" with image
set colorbox user origin 0.922,0.1 size 0.012,0.74
set cblabel "<{/:Italic v_i h_a}>" offset 0.5,0
set title "(c) control: random weights"
plot "data/random.csv" using "x":"y":"value" with image
unset multiplot
