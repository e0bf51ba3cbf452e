flow = "data/relative_entropy.csv"
afm = "data/antiferromagnet.csv"
pick(k, h, y) = (column("coupling") == k && column("field") == h ? y : NaN)
blocked(b, y) = (column("blocking") == b ? y : NaN)

set multiplot layout 2,3 margins 0.062,0.985,0.075,0.94 spacing 0.078,0.14
set xlabel "step {/:Italic n}" offset 0,0.4
set xrange [0:*]
set yrange [0:*]
set key left top

set label 1 "ln 2" at graph 0.03, first ln2 offset 0,-0.7
set title "(a) forward, {/:Italic h} = " . first_field_name
set ylabel "{/:Italic D}({/:Italic p}_0 || {/:Italic p_n}) (nats per site)" offset 1.2,0
plot for [i=1:num_couplings] flow using "step":(pick(couplings[i], first_field, column("forward_asymptote"))) with lines linetype i dashtype 2 linewidth 1, \
     for [i=1:num_couplings] flow using "step":(pick(couplings[i], first_field, column("relative_entropy_forward"))) with linespoints linetype i pointsize 0.8, \
     ln2 with lines linetype 7 dashtype 3 linewidth 1

unset label
set title "(b) reverse, {/:Italic h} = " . first_field_name
set ylabel "{/:Italic D}({/:Italic p_n} || {/:Italic p}_0) (nats per site)"
plot for [i=1:num_couplings] flow using "step":(pick(couplings[i], first_field, column("reverse_asymptote"))) with lines linetype i dashtype 2 linewidth 1, \
     for [i=1:num_couplings] flow using "step":(pick(couplings[i], first_field, column("relative_entropy_reverse"))) with linespoints linetype i pointsize 0.8 title "{/:Italic K} = " . coupling_names[i]

set title "(c) forward (full) and reverse (open), {/:Italic h} = " . last_field_name
set ylabel "{/:Italic D} (nats per site)"
set logscale y
set format y "10^{%T}"
set yrange [*:*]
plot for [i=1:num_couplings] flow using "step":(pick(couplings[i], last_field, column("relative_entropy_forward"))) with linespoints linetype i pointsize 0.8, \
     for [i=1:num_couplings] flow using "step":(pick(couplings[i], last_field, column("relative_entropy_reverse"))) with linespoints linetype i dashtype 3 pointtype 6 pointsize 0.8

set title "(d) approach to the plateau, {/:Italic h} = " . first_field_name
set ylabel "{/:Italic D}_∞ - {/:Italic D_n} (nats per site)"
set yrange [1e-16:3]
set key left bottom
plot for [i=1:num_couplings] flow using "step":(pick(couplings[i], first_field, column("approach_bound"))) with lines linetype i dashtype 2 linewidth 1, \
     for [i=1:num_couplings] flow using "step":(pick(couplings[i], first_field, column("forward_distance"))) with points linetype i pointsize 0.9, \
     NaN with lines linetype 7 dashtype 2 linewidth 1 title "bound 2 {/:Italic t}_0 {/:Italic t_n}"
unset logscale y
set format y

set title "(e) plateau, {/:Italic h} = 0"
set xlabel "coupling {/:Italic K}"
set ylabel "{/:Italic D}_∞ (nats per site)"
set yrange [0:*]
set key left top
plot "data/plateau.csv" using "coupling":"forward_asymptote" with lines linetype 1 title "forward = {/:Italic I}({/:Italic s}_0; {/:Italic s}_1)", \
     "data/plateau.csv" using "coupling":"reverse_asymptote" with lines linetype 2 title "reverse = ln cosh {/:Italic K}", \
     ln2 with lines linetype 7 dashtype 3 linewidth 1 title "ln 2"

set title "(f) antiferromagnet, {/:Italic K} = " . antiferromagnet_name . ", {/:Italic h} = 0"
set xlabel "step {/:Italic n}"
set ylabel "{/:Italic D}({/:Italic p}_0 || {/:Italic p_n}) (nats per site)"
set key right top
plot for [i=1:num_blockings] afm using "step":(blocked(blockings[i], column("relative_entropy_forward"))) with linespoints linetype i pointsize 0.8 title sprintf("blocking {/:Italic b} = %d", blockings[i]), \
     afm using "step":(blocked(blockings[1], column("forward_asymptote"))) with lines linetype 7 dashtype 2 linewidth 1 title "plateau"
unset multiplot
