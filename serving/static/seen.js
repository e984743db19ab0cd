// From strokes to the 784 grey values that the network was trained on, prepared as MNIST was.
const SIDE = 28;
const BOX = 20;
const FINE = 8; // each pixel is the mean of 8 by 8 finer ones

/** 784 whole numbers, 0 to 255, row by row; null where nothing is drawn. */
export function seen(strokes, pen) {
  const points = strokes.flat();
  if (!points.length) return null;
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const extent = Math.max(right - left, bottom - top);
  // The longer side fills the box; the pen keeps its width, and a dot is not blown up.
  const scale = extent > pen ? (BOX - pen) / extent : 1;
  const middle = [(left + right) / 2, (top + bottom) / 2];
  const first = fine(strokes, pen, scale, middle);
  const [x, y] = centreOfMass(first);
  const moved = [middle[0] + (x - SIDE / 2) / scale, middle[1] + (y - SIDE / 2) / scale];
  return coarse(fine(strokes, pen, scale, moved));
}

/** Draw the strokes with round ends. */
export function trace(context, strokes, width) {
  Object.assign(context, { lineCap: "round", lineJoin: "round", lineWidth: width });
  for (const stroke of strokes) {
    context.beginPath();
    context.moveTo(...stroke[0]);
    context.lineTo(stroke[0][0] + 0.01, stroke[0][1]); // a line without length would not be drawn: no dot
    for (const point of stroke) context.lineTo(...point);
    context.stroke();
  }
}

/** Ink at eight times the size, 0 to 255, with the point `middle` of the drawing in the middle. */
function fine(strokes, pen, scale, middle) {
  const size = SIDE * FINE;
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.setTransform(FINE * scale, 0, 0, FINE * scale, size / 2, size / 2);
  context.translate(-middle[0], -middle[1]);
  trace(context, strokes, pen / scale);
  const pixels = context.getImageData(0, 0, size, size).data;
  return Uint8Array.from({ length: size * size }, (_, i) => pixels[4 * i + 3]);
}

/** In pixels of the 28 by 28 image. */
function centreOfMass(ink) {
  const size = SIDE * FINE;
  let [mass, x, y] = [0, 0, 0];
  ink.forEach((value, i) => {
    mass += value;
    x += value * ((i % size) + 0.5);
    y += value * (Math.floor(i / size) + 0.5);
  });
  return [x / mass / FINE, y / mass / FINE];
}

function coarse(ink) {
  const sums = new Float64Array(SIDE * SIDE);
  ink.forEach((value, i) => {
    const [x, y] = [i % (SIDE * FINE), Math.floor(i / (SIDE * FINE))];
    sums[Math.floor(y / FINE) * SIDE + Math.floor(x / FINE)] += value;
  });
  return Array.from(sums, (sum) => Math.round(sum / FINE ** 2));
}
