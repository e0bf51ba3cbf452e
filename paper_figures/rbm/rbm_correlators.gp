width = 1500
height = 540
#---
set multiplot layout 1,3 margins 0.012,0.912,0.03,0.9 spacing 0.015,0.1
unset key
unset grid
unset xtics
unset ytics
unset border
set size ratio -1
set yrange [] reverse
set palette defined (0 "#27476e", 0.5 "#f7f4ea", 1 "#a8322a")
stats "data/blocks.csv" using "value" nooutput
top = STATS_max
set cbrange [-0.25*top:1.05*top]
unset colorbox
set title "(a) trained machine: tanh {/:Italic f_a}"
plot "data/machine.csv" using "x":"y":"value" with image pixels
set title "(b) renormalization: 2 × 2 block averages"
plot "data/blocks.csv" using "x":"y":"value" with image pixels
set colorbox user origin 0.922,0.1 size 0.012,0.74
set cblabel "<{/:Italic v_i h_a}>" offset 0.5,0
set title "(c) control: random weights"
plot "data/random.csv" using "x":"y":"value" with image pixels
unset multiplot
