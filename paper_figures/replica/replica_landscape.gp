width = 1400
height = 600
#---
landscape = "data/landscape.csv"
fixed = "data/fixed_points.csv"
alphas = ""
phases = ""
number(x) = sprintf("%g", x)
add(list, item) = (strstrt(" " . list . " ", " " . item . " ") > 0 ? list : list . " " . item)
stats fixed using (known = words(alphas), alphas = add(alphas, number(column("alpha"))), phases = words(alphas) > known ? phases . " " . strcol("phase") : phases, 0) nooutput
pick(a, y) = (number(column("alpha")) eq a ? y : NaN)

set multiplot layout 1,2 margins 0.065,0.985,0.12,0.92 spacing 0.09,0.1
set title "(a) potential, shifted to zero at the smallest error"
set xlabel "error {/:Italic V} of the inputs"
set ylabel "{/:Italic φ}({/:Italic V}) - {/:Italic φ}(10^{-6}) (nats per input)" offset 1,0
set logscale x
set format x "10^{%T}"
set xrange [1e-6:1]
set key left top
array origin[words(alphas)]
do for [i=1:words(alphas)] {
  stats landscape using (pick(word(alphas,i), column("potential"))) nooutput
  stats landscape using (number(column("alpha")) eq word(alphas,i) && column("error") < 1.0001e-6 ? column("potential") : NaN) nooutput
  origin[i] = STATS_mean
}
plot for [i=1:words(alphas)] landscape using "error":(pick(word(alphas,i), column("potential")) - origin[i]) with lines linetype i title sprintf("{/:Italic α} = %s: %s", word(alphas,i), word(phases,i)), \
     for [i=1:words(alphas)] fixed using "error":(column("stable") == 1 ? pick(word(alphas,i), column("potential")) - origin[i] : NaN) with points linetype i pointtype 7 pointsize 1.3, \
     for [i=1:words(alphas)] fixed using "error":(column("stable") == 0 ? pick(word(alphas,i), column("potential")) - origin[i] : NaN) with points linetype i pointtype 6 pointsize 1.3, \
     NaN with points pointtype 7 linecolor rgb "black" title "stable", \
     NaN with points pointtype 6 linecolor rgb "black" title "unstable"
unset logscale x
set format x "%g"

set title "(b) phases"
set xlabel "sparsity {/:Italic p}"
set ylabel "measurements per input {/:Italic α}"
set xrange [0:1]
set yrange [0:1]
unset key
unset grid
unset colorbox
set palette defined (0 "#cfe8dd", 1 "#f5d9a8", 2 "#e9c3c3") maxcolors 3
set cbrange [0:2]
set label 1 "impossible" at 0.62,0.28 center front
set label 2 "hard" at 0.3,0.435 center front rotate by 38
set label 3 "easy" at 0.25,0.78 center front
set label 4 "{/:Italic α} = {/:Italic p}" at 0.85,0.79 center front rotate by 38
plot "data/phase_diagram.csv" using "sparsity":"alpha":"phase_number" with image pixels, \
     x with lines linetype 7 dashtype 2 linewidth 1
unset multiplot
