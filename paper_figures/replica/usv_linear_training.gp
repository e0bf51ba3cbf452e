layers_table = "data/layers.csv"
losses = "data/losses.csv"
errors = "data/errors.csv"
is(c, n, r) = (strcol("control") eq c && column("units") == n && column("replicate") == r)
pick(c, n, r, l, y) = (is(c, n, r) && column("layer") == l ? y : NaN)
# Epoch 0 has its place on a logarithmic axis at 1/2.
at(e) = (e == 0 ? 0.5 : e)
set multiplot layout 2,3 margins 0.055,0.985,0.075,0.95 spacing 0.065,0.135
set logscale x
set xrange [0.45:last_epoch * 1.2]
set xtics ("0" 0.5, "1" 1, "3" 3, "10" 10, "30" 30, "100" 100, "300" 300)
set xlabel "epoch" offset 0,0.4
set key samplen 2
set title "(a) validation loss, all runs"
set ylabel "mean squared error" offset 1,0
set logscale y
set key right top
set yrange [data_noise * 0.8:60]
plot for [r=1:replicates] losses using (at(column("epoch"))):(is("usv", largest, r) ? column("validation_loss") : NaN) with linespoints linetype 1 pointtype 7 pointsize 0.8 title (r == 1 ? sprintf("fixed singular vectors, {/:Italic N} = %d", largest) : ""), \
     for [r=1:unconstrained_replicates] losses using (at(column("epoch"))):(is("unconstrained", unconstrained_units, r) ? column("validation_loss") : NaN) with linespoints linetype 2 pointtype 5 pointsize 0.7 title (r == 1 ? sprintf("unconstrained, {/:Italic N} = %d", unconstrained_units) : ""), \
     for [r=1:permuted_replicates] losses using (at(column("epoch"))):(is("permuted", permuted_units, r) ? column("validation_loss") : NaN) with linespoints linetype 3 pointtype 9 pointsize 0.9 title (r == 1 ? sprintf("permuted targets, {/:Italic N} = %d", permuted_units) : ""), \
     data_noise with lines linetype 7 dashtype 2 title "noise of the data"
unset logscale y
set yrange [*:*]
do for [panel=1:2] {
  quantity = word("entropy mutual_information", panel)
  exact = word("exact_entropy exact_information", panel)
  set title sprintf("(%s) %s, {/:Italic N} = %d, run 1", word("b c", panel), word("entropy information", panel), largest)
  if (panel == 1) { set ylabel "{/:Italic H}({/:Italic T}_{/:Italic l}) / {/:Italic N} (nats per input)" } else { set ylabel "{/:Italic I}({/:Italic X}; {/:Italic T}_{/:Italic l}) / {/:Italic N} (nats per input)" }
  set key left top
  set offsets graph 0, graph 0, graph 0.3, graph 0.03
  plot for [l=1:layers] layers_table using (at(column("epoch"))):(pick("usv", largest, 1, l, column(exact))) with points linetype l pointtype 6 pointsize 1.6 title (l == 1 ? "exact" : ""), \
       for [l=1:layers] layers_table using (at(column("epoch"))):(pick("usv", largest, 1, l, column(quantity))) with linespoints linetype l pointtype 7 pointsize 0.6 title sprintf("replica, layer %d", l)
}
set title "(d) controls: information, all runs"
set ylabel "{/:Italic I}({/:Italic X}; {/:Italic T}_{/:Italic l}) / {/:Italic N} (nats per input)"
plot for [l=1:layers] for [r=1:unconstrained_replicates] layers_table using (at(column("epoch"))):(pick("unconstrained", unconstrained_units, r, l, column("mutual_information"))) with linespoints linetype l pointtype 5 pointsize 0.8 title (l == 1 && r == 1 ? "unconstrained" : ""), \
     for [l=1:layers] for [r=1:permuted_replicates] layers_table using (at(column("epoch"))):(pick("permuted", permuted_units, r, l, column("mutual_information"))) with linespoints linetype l dashtype 3 pointtype 9 pointsize 1.1 title (l == 1 && r == 1 ? "permuted targets" : "")
set title "(e) replica minus exact, all runs"
set ylabel "{/:Italic I} - {/:Italic I}_{exact} (nats per input)"
set key right top
plot for [l=2:layers] for [r=1:replicates] layers_table using (at(column("epoch"))):(pick("usv", smallest, r, l, column("mutual_information") - column("exact_information"))) with points linetype l pointtype 4 pointsize 0.8 title (r == 1 ? sprintf("{/:Italic N} = %d, layer %d", smallest, l) : ""), \
     for [l=2:layers] for [r=1:replicates] layers_table using (at(column("epoch"))):(pick("usv", largest, r, l, column("mutual_information") - column("exact_information"))) with points linetype l pointtype 7 pointsize 0.8 title (r == 1 ? sprintf("{/:Italic N} = %d, layer %d", largest, l) : ""), \
     0 with lines linetype 7 dashtype 2 notitle
unset offsets
set title "(f) error against size, layers 2 and 3"
set xlabel "units {/:Italic N}"
set ylabel "|{/:Italic I} - {/:Italic I}_{exact}| (nats per input)"
set xtics ("" smallest)
do for [i=1:num_units] { set xtics add (sprintf("%d", units[i]) units[i]) }
set xrange [smallest * 0.8:largest * 1.25]
set logscale y
plot errors using "units":"greatest" with linespoints linetype 3 pointtype 9 title "greatest", \
     errors using "units":"rms" with linespoints linetype 1 pointtype 7 title "root mean square", \
     error_times_units / x with lines linetype 7 dashtype 2 title "{/:Italic N}^{-1}"
unset multiplot
