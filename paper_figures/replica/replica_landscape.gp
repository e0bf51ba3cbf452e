landscape = "data/landscape.csv"
fixed = "data/fixed_points.csv"
pick(i, y) = (column("alpha") == alphas[i] ? y - origins[i] : NaN)

set multiplot layout 1,2 margins 0.065,0.985,0.12,0.92 spacing 0.09,0.1
set title "(a) potential, shifted to zero at the smallest error"
set xlabel "error {/:Italic V} of the inputs"
set ylabel sprintf("{/:Italic φ}({/:Italic V}) - {/:Italic φ}(10^{%d}) (nats per input)", least_exponent) offset 1,0
set logscale x
set format x "10^{%T}"
set xrange [*:*]
set key left top
plot for [i=1:num_alphas] landscape using "error":(pick(i, column("potential"))) with lines linetype i title "{/:Italic α} = " . alpha_names[i] . ": " . alpha_phases[i], \
     for [i=1:num_alphas] fixed using "error":(column("stable") == 1 ? pick(i, column("potential")) : NaN) with points linetype i pointtype 7 pointsize 1.3, \
     for [i=1:num_alphas] fixed using "error":(column("stable") == 0 ? pick(i, column("potential")) : NaN) with points linetype i pointtype 6 pointsize 1.3, \
     NaN with points pointtype 7 linecolor rgb "black" title "stable", \
     NaN with points pointtype 6 linecolor rgb "black" title "unstable"
unset logscale x
set format x

set title "(b) phases"
set xlabel "sparsity {/:Italic p}"
set ylabel "measurements per input {/:Italic α}"
set xrange [0:1]
set yrange [0:1]
unset key
unset grid
unset colorbox
set palette defined (easy "#cfe8dd", hard "#f5d9a8", impossible "#e9c3c3") maxcolors 3
set cbrange [easy:impossible]
set label 1 "impossible" at 0.62,0.28 center front
set label 2 "hard" at 0.3,0.435 center front rotate by 38
set label 3 "easy" at 0.25,0.78 center front
set label 4 "{/:Italic α} = {/:Italic p}" at 0.85,0.79 center front rotate by 38
plot "data/phase_diagram.csv" using "sparsity":"alpha":"phase_number" with image pixels, \
     x with lines linetype 7 dashtype 2 linewidth 1
unset multiplot
