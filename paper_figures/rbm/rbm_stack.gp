flow = "data/flow.csv"
widths = "data/layers.csv"
stats "data/block_patterns.csv" using "value" name "B" nooutput
lowest = B_min
highest = B_max
do for [r=1:num_recipes] {
  stats sprintf("data/%s_patterns.csv", recipes[r]) using "value" name "S" nooutput
  lowest = S_min < lowest ? S_min : lowest
  highest = S_max > highest ? S_max : highest
}
stats widths using (column("stack_participation") > column("block_participation") ? column("stack_participation") : column("block_participation")) name "P" nooutput
of(r, i, y) = (strcol("recipe") eq recipes[r] && column("temperature") == temperatures[i] ? y : NaN)
letter(k) = "(" . substr("abcdefgh", k, k) . ") "

set multiplot
set lmargin at screen 0.01; set rmargin at screen 0.25
unset key
unset grid
unset tics
unset border
set size ratio -1
set yrange [] reverse
# Light at 0: towards red and black above it, and towards blue below where there is anything.
lowest = lowest < 0 ? lowest : 0
part = lowest / -highest < 1 ? lowest / -highest : 1
blue = sprintf("#%02x%02x%02x", 247 - part * 208, 244 - part * 173, 234 - part * 124)
if (lowest < 0) {
  set palette defined (lowest blue, 0 "#f7f4ea", 0.45*highest "#e5a06a", 0.75*highest "#b5382e", highest "#3d0c1e")
} else {
  set palette defined (0 "#f7f4ea", 0.45 "#e5a06a", 0.75 "#b5382e", 1 "#3d0c1e")
}
set cbrange [lowest:highest]
unset colorbox
height = 1.0 / (num_recipes + 1)
do for [r=1:num_recipes] {
  set tmargin at screen 1.0 - (r - 1)*height - 0.045; set bmargin at screen 1.0 - r*height + 0.01
  set title letter(r) . "stack, " . recipes[r] . " recipe"
  plot sprintf("data/%s_patterns.csv", recipes[r]) using "x":"y":"value" with image
}
set tmargin at screen height - 0.045; set bmargin at screen 0.01
set colorbox user origin 0.265,0.1 size 0.01,0.74
set cbtics
set cblabel "<{/:Italic v h}> at {/:Italic T}_c"
set title letter(num_recipes + 1) . sprintf("%d × %d block averages", block_width, block_width)
plot "data/block_patterns.csv" using "x":"y":"value" with image
unset colorbox
set size noratio
set border 3
set xtics nomirror out scale 0.6
set ytics nomirror out scale 0.6
set grid back linestyle 100
set yrange [*:*] noreverse

# Colours tell recipes (and blocks) apart, dashes temperatures.
blocks = num_recipes + 1
set lmargin at screen 0.415; set rmargin at screen 0.68
set bmargin at screen 0.58; set tmargin at screen 0.955
set title letter(num_recipes + 2) . "width of the patterns"
set xlabel "layer or step"
set ylabel "median participation ratio (sites)"
set xrange [0.8:layers + 0.2]
set xtics 1
# Room for the key.
set yrange [0:(1.2 + 0.1*(num_recipes + 1)*num_temperatures)*P_max]
set key left top
plot for [r=1:num_recipes] for [i=1:num_temperatures] widths using "layer":(of(r, i, column("stack_participation"))) with linespoints linetype r dashtype i title recipes[r] . ", " . temperature_names[i], \
     for [i=1:num_temperatures] widths using "layer":(of(1, i, column("block_participation"))) with linespoints linetype blocks dashtype i title "blocks, " . temperature_names[i]

set lmargin at screen 0.745; set rmargin at screen 0.985
set title letter(num_recipes + 3) . "magnetization"
set ylabel "<|{/:Italic m}|>"
set xrange [-0.1:layers + 0.1]
set yrange [0:1.2]
set key left top
plot for [r=1:num_recipes] for [i=1:num_temperatures] flow using "layer":(of(r, i, column("stack_magnetization"))) with linespoints linetype r dashtype i notitle, \
     for [i=1:num_temperatures] flow using "layer":(of(1, i, column("average_magnetization"))) with linespoints linetype blocks dashtype i title (i == 1 ? "averages of averages" : ""), \
     for [i=1:num_temperatures] flow using "layer":(of(1, i, column("block_magnetization"))) with linespoints linetype blocks+1 dashtype i title (i == 1 ? "majority spins" : "")

set lmargin at screen 0.415; set rmargin at screen 0.985
set bmargin at screen 0.075; set tmargin at screen 0.455
set title letter(num_recipes + 4) . "temperature: reconstructions through the stack, and majority spins"
set ylabel "temperature {/:Italic T} ({/:Italic J}/{/:Italic k}_B)"
set yrange [*:*]
set offsets 0, 0, graph 0.35*num_temperatures - 0.3, graph 0.1
set key left top
plot for [r=1:num_recipes] for [i=1:num_temperatures] flow using "layer":(of(r, i, column("reconstructed_temperature"))):"reconstructed_temperature_error" with yerrorlines linetype r dashtype i title recipes[r] . ", " . temperature_names[i], \
     for [i=1:num_temperatures] flow using "layer":(of(1, i, column("block_temperature"))):"block_temperature_error" with yerrorlines linetype blocks+1 dashtype i title "majority, " . temperature_names[i]
unset multiplot
