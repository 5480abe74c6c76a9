// Small pictures for the terminal.

/** From paper to ink. */
const shades = [" ", "░", "▒", "▓", "█"];

/**
 * Draws grey images side by side, two characters per pixel so that pixels are square.
 * @param images row-major pixels from 0 to 1, `side` x `side` each
 */
export function drawImages(images: readonly ArrayLike<number>[], side: number, gap = 3): string {
  const lines = Array.from({ length: side }, (_, row) =>
    images
      .map((image) =>
        Array.from({ length: side }, (_, column) => {
          const ink = image[row * side + column] ?? 0;
          return (
            shades[Math.min(shades.length - 1, Math.floor(ink * shades.length))] ?? " "
          ).repeat(2);
        }).join(""),
      )
      .join(" ".repeat(gap)),
  );
  return lines.join("\n");
}
