set multiplot
unset key
unset grid
unset xtics
unset ytics
unset border
set size ratio -1
set yrange [] reverse
stats "data/signed.csv" using "value" nooutput
largest = STATS_max > -STATS_min ? STATS_max : -STATS_min

# As the authors draw them: symmetric colours, own signs.
set palette defined (-1 "#67001f", -0.75 "#b2182b", -0.5 "#d6604d", -0.25 "#f4a582", 0 "#f7f7f7", 0.25 "#92c5de", 0.5 "#4393c3", 0.75 "#2166ac", 1 "#053061")
set cbrange [-largest:largest]
set lmargin at screen 0.012
set rmargin at screen 0.452
set bmargin at screen 0.03
set tmargin at screen 0.95
set colorbox user origin 0.458,0.12 size 0.009,0.74
set cbtics offset -0.6,0
set title "(a) ".titles[1].", own signs: <{/:Italic v_i h_a}>"
plot "data/signed.csv" using "x":"y":"value" with image

# Light at 0: towards red and black above it, and towards blue below where there is anything.
lowest = 0
highest = 0
do for [i=1:num_sources] {
  stats "data/" . sources[i] . ".csv" using "value" nooutput
  lowest = STATS_min < lowest ? STATS_min : lowest
  highest = STATS_max > highest ? STATS_max : highest
}
part = lowest / -highest < 1 ? lowest / -highest : 1
blue = sprintf("#%02x%02x%02x", 247 - part * 208, 244 - part * 173, 234 - part * 124)
if (lowest < 0) {
  set palette defined (lowest blue, 0 "#f7f4ea", 0.45*highest "#e5a06a", 0.75*highest "#b5382e", highest "#3d0c1e")
} else {
  set palette defined (0 "#f7f4ea", 0.45 "#e5a06a", 0.75 "#b5382e", 1 "#3d0c1e")
}
set cbrange [lowest:highest]
unset colorbox
array letters[4] = ["b", "c", "d", "e"]
do for [i=1:num_sources] {
  left = (i - 1) % 2
  up = i < 3
  set lmargin at screen 0.52 + 0.218 * left
  set rmargin at screen 0.72 + 0.218 * left
  set bmargin at screen up ? 0.53 : 0.045
  set tmargin at screen up ? 0.925 : 0.44
  if (i == num_sources) {
    set colorbox user origin 0.945,0.12 size 0.009,0.74
    set cbtics offset -0.6,0
  }
  set title "(".letters[i].") ".titles[i]
  plot "data/" . sources[i] . ".csv" using "x":"y":"value" with image
}
unset multiplot
