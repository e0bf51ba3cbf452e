layers_table = "data/layers.csv"
losses = "data/losses.csv"
plane = "data/plane.csv"
is(c, n, r) = (strcol("control") eq c && strcol("network") eq n && column("replicate") == r)
pick(c, n, r, l, y) = (is(c, n, r) && column("layer") == l ? y : NaN)
last(c, n, r) = pick(c, n, r, layers, column("mutual_information"))
# Epoch 0 has its place on a logarithmic axis at 1/2.
at(e) = (e == 0 ? 0.5 : e)
set multiplot layout 3,5 margins 0.045,0.955,0.06,0.955 spacing 0.052,0.085
set xtics ("0" 0.5, "1" 1, "3" 3, "10" 10, "30" 30, "100" 100, "300" 300)
set key samplen 2 font ",12"
do for [i=1:num_networks] {
  network = networks[i]
  bottom = (i == num_networks)
  set logscale x
  set xrange [0.45:last_epoch * 1.2]
  if (bottom) { set xlabel "epoch" offset 0,0.4 } else { unset xlabel }
  set title sprintf("%s: loss and error", network)
  set ylabel "nats per sample; fraction" offset 1,0
  set logscale y
  set format y "10^{%T}"
  set yrange [*:9]
  if (i == 1) { set key right top } else { unset key }
  plot for [r=1:replicates] losses using (at(column("epoch"))):(is("usv", network, r) ? column("train_loss") : NaN) with linespoints linetype 1 pointtype 6 pointsize 0.7 title (r == 1 ? "loss, learnt samples" : ""), \
       for [r=1:replicates] losses using (at(column("epoch"))):(is("usv", network, r) ? column("validation_loss") : NaN) with linespoints linetype 2 pointtype 7 pointsize 0.5 title (r == 1 ? "loss, new samples" : ""), \
       for [r=1:replicates] losses using (at(column("epoch"))):(is("usv", network, r) ? 1 - column("validation_accuracy") : NaN) with linespoints linetype 3 pointtype 9 pointsize 0.6 title (r == 1 ? "error, new samples" : "")
  unset logscale y
  set format y
  set yrange [*:*]
  set title sprintf("%s: change of {/:Italic H} and {/:Italic I}, run 1", network)
  set ylabel "nats per code"
  if (i == 1) { set key left top } else { unset key }
  plot for [l=1:layers] layers_table using (at(column("epoch"))):(pick("usv", network, 1, l, column("information_change"))) with linespoints linetype l pointtype 7 pointsize 0.8 title sprintf("layer %d", l), \
       0 with lines linetype 7 dashtype 2 notitle
  set title sprintf("%s: error of the codes, run 1", network)
  set ylabel "MMSE({/:Italic C} | {/:Italic T}_{/:Italic l})"
  set logscale y
  set format y "10^{%T}"
  plot for [l=1:layers] layers_table using (at(column("epoch"))):(pick("usv", network, 1, l, column("mmse"))) with linespoints linetype l pointtype 7 pointsize 0.8 notitle
  unset logscale y
  set format y
  set title sprintf("%s: controls, {/:Italic I}({/:Italic X}; {/:Italic T}_{%d})", network, layers)
  set ylabel "nats per code"
  set offsets graph 0, graph 0, graph (i == 1 ? 0.45 : 0.05), graph 0.05
  plot for [r=1:replicates] layers_table using (at(column("epoch"))):(last("usv", network, r)) with linespoints linetype 1 pointtype 7 pointsize 0.5 title (r == 1 ? "fixed singular vectors" : ""), \
       for [r=1:control_replicates] layers_table using (at(column("epoch"))):(last("unconstrained", network, r)) with linespoints linetype 2 pointtype 5 pointsize 0.5 title (r == 1 ? "unconstrained" : ""), \
       for [r=1:control_replicates] layers_table using (at(column("epoch"))):(last("permuted", network, r)) with linespoints linetype 3 pointtype 9 pointsize 0.7 title (r == 1 ? "permuted labels" : ""), \
       for [r=1:control_replicates] layers_table using (at(column("epoch"))):(last("noiseless", network, r)) with linespoints linetype 4 pointtype 11 pointsize 0.7 title (r == 1 ? "no noise in the data" : "")
  unset offsets
  unset logscale x
  set title sprintf("%s: information plane, run 1", network)
  if (bottom) { set xlabel sprintf("{/:Italic I}({/:Italic X}; {/:Italic T}_{%d}) (nats per code)", layers) } else { unset xlabel }
  set ylabel "error on new samples"
  set xrange [*:*]
  set xtics autofreq font ",12"
  set logscale y
  set format y "10^{%T}"
  set logscale cb
  set cbrange [at(0):last_epoch]
  set cblabel "epoch" offset 0.5,0
  set palette defined (0 "#2b2350", 0.25 "#46508f", 0.5 "#3f8f8f", 0.75 "#9cc96b", 1 "#f3d94a")
  unset key
  plot plane using (is("usv", network, 1) ? column("mutual_information") : NaN):"validation_error":(at(column("epoch"))) with points pointtype 7 pointsize 1.2 linecolor palette
  unset logscale y
  set format y
  set xtics font "" ("0" 0.5, "1" 1, "3" 3, "10" 10, "30" 30, "100" 100, "300" 300)
}
unset multiplot
