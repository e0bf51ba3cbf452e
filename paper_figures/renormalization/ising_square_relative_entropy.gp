width = 1500
height = 900
#---
flow = "data/relative_entropy.csv"
critical = 0.5 * asinh(1)
couplings = ""
number(x) = sprintf("%.9g", x)
add(list, item) = (strstrt(" " . list . " ", " " . item . " ") > 0 ? list : list . " " . item)
stats flow using (couplings = strcol("scheme") eq "sum" ? add(couplings, number(column("coupling"))) : couplings, fixed = column("fixed_point"), 0) nooutput
pick(k, y) = (strcol("scheme") eq "sum" && number(column("coupling")) eq k ? y : NaN)
near(a, b) = (abs(a - b) < 1e-6 * b)
name(k) = near(real(k), critical) ? "{/:Italic K}_c" : near(real(k), fixed) ? "{/:Italic K}*" : k

set multiplot layout 2,3 margins 0.06,0.985,0.075,0.955 spacing 0.08,0.125
set xlabel "step {/:Italic n}" offset 0,0.4
set xrange [0:14]

set title "(a) forward, scheme sum"
set ylabel "{/:Italic D}({/:Italic p}_0 || {/:Italic p_n}) (nats per site)" offset 1,0
set yrange [0:0.8]
set arrow 1 from graph 0, first log(2) to graph 1, first log(2) nohead dashtype 3 linecolor rgb "#404040"
set label 1 "ln 2" at graph 0.02, first log(2) offset 0,0.6
plot for [i=1:words(couplings)] flow using "step":(pick(word(couplings,i), column("relative_entropy_forward"))) with linespoints linetype i pointsize 0.8, \
     for [i=1:words(couplings)] flow using "step":(pick(word(couplings,i), column("forward_asymptote"))) with lines linetype i dashtype 2 linewidth 1
unset arrow 1
unset label 1

set title "(b) reverse, scheme sum"
set ylabel "{/:Italic D}({/:Italic p_n} || {/:Italic p}_0) (nats per site)"
set yrange [0:0.62]
set key left top
plot for [i=1:words(couplings)] flow using "step":(pick(word(couplings,i), column("relative_entropy_reverse"))) with linespoints linetype i pointsize 0.8 title "{/:Italic K}_0 = " . name(word(couplings,i)), \
     for [i=1:words(couplings)] flow using "step":(pick(word(couplings,i), column("reverse_asymptote"))) with lines linetype i dashtype 2 linewidth 1

set title "(c) plateau against the starting coupling"
set xlabel "{/:Italic K}_0"
set ylabel "{/:Italic D}_∞ (nats per site)"
set xrange [0:1]
set yrange [0:1.6]
set key left top
set arrow 1 from critical, graph 0 to critical, graph 1 nohead dashtype 3 linecolor rgb "#404040"
set label 1 "{/:Italic K}_c" at critical, graph 0.05 offset 0.5,0
plot "data/plateau.csv" using "coupling":"forward_disordered" with lines linetype 1 title "forward, flow to disorder", \
     "data/plateau.csv" using "coupling":"reverse_disordered" with lines linetype 2 title "reverse, flow to disorder", \
     "data/plateau.csv" using "coupling":"reverse_ordered" with lines linetype 3 title "reverse, flow to order"
unset arrow 1
unset label 1

set title "(d) slope of the plateau near {/:Italic K}_c"
set xlabel "|{/:Italic K}_0 - {/:Italic K}_c|"
set ylabel "d{/:Italic D}_∞ / d{/:Italic K}_0 (nats per site)"
set logscale x
set format x "10^{%T}"
set xrange [1e-7:1]
set yrange [0:*]
set key right top
plot "data/slope.csv" using "distance":"slope_below" with points linetype 1 pointsize 0.8 title "below {/:Italic K}_c", \
     "data/slope.csv" using "distance":"slope_above" with points linetype 2 pointsize 0.8 title "above {/:Italic K}_c", \
     "data/slope.csv" using "distance":"logarithm" with lines linetype 7 dashtype 2 linewidth 1 title "-(8{/:Italic K}_c/π) ln |·| + const"
unset logscale x
set format x "%g"

set title "(e) what truncation costs at one step"
set xlabel "{/:Italic K}"
set ylabel "relative entropy (nats per kept spin)"
set xrange [0:1]
set yrange [1e-6:1]
set logscale y
set format y "10^{%T}"
set key at first 0.66, first 2.2e-4 right top
schemes = "drop sum wall optimal"
set arrow 1 from critical, graph 0 to critical, graph 1 nohead dashtype 3 linecolor rgb "#404040"
plot for [i=1:4] "data/truncation.csv" using "coupling":word(schemes,i) with lines linetype i title word(schemes,i), \
     for [i=1:4] "data/truncation_torus.csv" using "coupling":word(schemes,i) with points linetype i pointtype 6 pointsize 0.8, \
     NaN with points pointtype 6 linecolor rgb "black" title "6 × 6 torus"
unset arrow 1
unset logscale y
set format y "%g"

set title "(f) forward, scheme sum, around {/:Italic K}*"
set xlabel "{/:Italic K}_0"
set ylabel "{/:Italic D}({/:Italic p}_0 || {/:Italic p_n}) (nats per site)"
set xrange [0.42:0.58]
set yrange [0:0.9]
set key default
set key noautotitle inside left top spacing 1.15 samplen 2.2
steps = ""
stats "data/around_fixed_point.csv" using (steps = add(steps, sprintf("%d", column("step"))), 0) nooutput
set arrow 1 from fixed, graph 0 to fixed, graph 1 nohead dashtype 3 linecolor rgb "#404040"
set label 1 "{/:Italic K}*" at fixed, graph 0.95 offset 3.2,0
plot for [i=1:words(steps)] "data/around_fixed_point.csv" using "coupling":(column("step") == int(word(steps,i)) ? column("relative_entropy_forward") : NaN) with lines linetype i title "{/:Italic n} = " . word(steps,i)
unset multiplot
