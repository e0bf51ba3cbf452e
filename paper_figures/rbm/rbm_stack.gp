width = 1400
height = 900
#---
number(x) = sprintf("%g", x)
add(list, item) = (strstrt(" " . list . " ", " " . item . " ") > 0 ? list : list . " " . item)
temperatures = ""
stats "data/flow.csv" using (temperatures = add(temperatures, number(column("temperature"))), 0) nooutput
stats "data/block_patterns.csv" using "value" name "B" nooutput
stats "data/stack_patterns.csv" using "value" name "S" nooutput
stats "data/layers.csv" using "stack_participation" name "P" nooutput
of(t, y) = (number(column("temperature")) eq t ? y : NaN)
name(t) = (t eq "2.26919" ? "{/:Italic T}_c" : "{/:Italic T} = " . t)

set multiplot
set lmargin at screen 0.02; set rmargin at screen 0.30
set bmargin at screen 0.52; set tmargin at screen 0.95
unset key
unset grid
unset tics
unset border
set size ratio -1
set yrange [] reverse
# Light at 0: towards red and black above it, and towards blue below where there is anything.
lowest = B_min < S_min ? B_min : S_min
lowest = lowest < 0 ? lowest : 0
highest = B_max > S_max ? B_max : S_max
part = lowest / -highest < 1 ? lowest / -highest : 1
blue = sprintf("#%02x%02x%02x", 247 - part * 208, 244 - part * 173, 234 - part * 124)
if (lowest < 0) {
  set palette defined (lowest blue, 0 "#f7f4ea", 0.45*highest "#e5a06a", 0.75*highest "#b5382e", highest "#3d0c1e")
} else {
  set palette defined (0 "#f7f4ea", 0.45 "#e5a06a", 0.75 "#b5382e", 1 "#3d0c1e")
}
set cbrange [lowest:highest]
unset colorbox
set title "(a) stack: second machine"
plot "data/stack_patterns.csv" using "x":"y":"value" with image pixels
set lmargin at screen 0.02; set rmargin at screen 0.30
set bmargin at screen 0.03; set tmargin at screen 0.46
set colorbox user origin 0.305,0.1 size 0.01,0.74
set cbtics
set cblabel "<{/:Italic v h}> at {/:Italic T}_c"
set title "(b) 4 × 4 block averages"
plot "data/block_patterns.csv" using "x":"y":"value" with image pixels
unset colorbox
set size noratio
set border 3
set xtics nomirror out scale 0.6
set ytics nomirror out scale 0.6
set grid back linestyle 100
set yrange [*:*] noreverse

set lmargin at screen 0.455; set rmargin at screen 0.70
set bmargin at screen 0.58; set tmargin at screen 0.95
set title "(c) width of the patterns"
set xlabel "layer or step"
set ylabel "median participation ratio (sites)"
set xrange [0.8:2.2]
set xtics 1
set yrange [0:1.5*P_max]
set key left top
plot for [i=1:words(temperatures)] "data/layers.csv" using "layer":(of(word(temperatures,i), column("stack_participation"))) with linespoints linetype i title "stack, " . name(word(temperatures,i)), \
     for [i=1:words(temperatures)] "data/layers.csv" using "layer":(of(word(temperatures,i), column("block_participation"))) with linespoints linetype i dashtype 2 title "blocks, " . name(word(temperatures,i))

set lmargin at screen 0.755; set rmargin at screen 0.985
set title "(d) magnetization"
set ylabel "<|{/:Italic m}|>"
set xrange [-0.1:2.1]
set yrange [0:1]
unset key
plot for [i=1:words(temperatures)] "data/flow.csv" using "layer":(of(word(temperatures,i), column("stack_magnetization"))) with linespoints linetype i, \
     for [i=1:words(temperatures)] "data/flow.csv" using "layer":(of(word(temperatures,i), column("block_magnetization"))) with linespoints linetype i dashtype 2

set lmargin at screen 0.455; set rmargin at screen 0.985
set bmargin at screen 0.08; set tmargin at screen 0.45
set title "(e) temperature: reconstructions through the stack, and block spins"
set ylabel "temperature {/:Italic T} ({/:Italic J}/{/:Italic k}_B)"
set yrange [2:*]
set key left top
plot for [i=1:words(temperatures)] "data/flow.csv" using "layer":(of(word(temperatures,i), column("reconstructed_temperature"))):"reconstructed_temperature_error" with yerrorlines linetype i title "stack, " . name(word(temperatures,i)), \
     for [i=1:words(temperatures)] "data/flow.csv" using "layer":(of(word(temperatures,i), column("block_temperature"))):"block_temperature_error" with yerrorlines linetype i dashtype 2 title "blocks, " . name(word(temperatures,i))
unset multiplot
