flow = "data/flow.csv"
widths = "data/layers.csv"
stats "data/block_patterns.csv" using "value" name "B" nooutput
stats "data/stack_patterns.csv" using "value" name "S" nooutput
stats widths using (column("stack_participation") > column("block_participation") ? column("stack_participation") : column("block_participation")) name "P" nooutput
of(i, y) = (column("temperature") == temperatures[i] ? y : NaN)

set multiplot
set lmargin at screen 0.02; set rmargin at screen 0.30
set bmargin at screen 0.52; set tmargin at screen 0.94
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
plot "data/stack_patterns.csv" using "x":"y":"value" with image
set bmargin at screen 0.03; set tmargin at screen 0.45
set colorbox user origin 0.305,0.1 size 0.01,0.74
set cbtics
set cblabel "<{/:Italic v h}> at {/:Italic T}_c"
set title sprintf("(b) %d × %d block averages", block_width, block_width)
plot "data/block_patterns.csv" using "x":"y":"value" with image
unset colorbox
set size noratio
set border 3
set xtics nomirror out scale 0.6
set ytics nomirror out scale 0.6
set grid back linestyle 100
set yrange [*:*] noreverse

set lmargin at screen 0.455; set rmargin at screen 0.70
set bmargin at screen 0.58; set tmargin at screen 0.94
set title "(c) width of the patterns"
set xlabel "layer or step"
set ylabel "median participation ratio (sites)"
set xrange [0.8:layers + 0.2]
set xtics 1
# Room for the key.
set yrange [0:(0.6 + 0.45*num_temperatures)*P_max]
set key left top
plot for [i=1:num_temperatures] widths using "layer":(of(i, column("stack_participation"))) with linespoints linetype i title "stack, " . temperature_names[i], \
     for [i=1:num_temperatures] widths using "layer":(of(i, column("block_participation"))) with linespoints linetype i dashtype 2 title "blocks, " . temperature_names[i]

set lmargin at screen 0.765; set rmargin at screen 0.985
set title "(d) magnetization"
set ylabel "<|{/:Italic m}|>"
set xrange [-0.1:layers + 0.1]
set yrange [0:1]
unset key
plot for [i=1:num_temperatures] flow using "layer":(of(i, column("stack_magnetization"))) with linespoints linetype i, \
     for [i=1:num_temperatures] flow using "layer":(of(i, column("block_magnetization"))) with linespoints linetype i dashtype 2

set lmargin at screen 0.455; set rmargin at screen 0.985
set bmargin at screen 0.08; set tmargin at screen 0.45
set title "(e) temperature: reconstructions through the stack, and block spins"
set ylabel "temperature {/:Italic T} ({/:Italic J}/{/:Italic k}_B)"
set yrange [*:*]
set offsets 0, 0, graph 0.35*num_temperatures - 0.3, graph 0.1
set key left top
plot for [i=1:num_temperatures] flow using "layer":(of(i, column("reconstructed_temperature"))):"reconstructed_temperature_error" with yerrorlines linetype i title "stack, " . temperature_names[i], \
     for [i=1:num_temperatures] flow using "layer":(of(i, column("block_temperature"))):"block_temperature_error" with yerrorlines linetype i dashtype 2 title "blocks, " . temperature_names[i]
unset multiplot
