const sorted = (numbers) => [...numbers].sort((a, b) => a - b);

export function median(numbers) {
  const [low, high] = [Math.floor, Math.ceil].map(
    (round) => sorted(numbers)[round((numbers.length - 1) / 2)],
  );
  return (low + high) / 2;
}

/** Returns the median and the range of samples. */
export function summary(samples) {
  return {
    median: median(samples),
    low: Math.min(...samples),
    high: Math.max(...samples),
    samples,
  };
}
