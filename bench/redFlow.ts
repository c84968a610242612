/** A drawing for Node-RED of so many boxes, in a row of wires; the first tells the last so many messages per second. */
export function redFlow(boxes: number, perSecond: number): object[] {
  const last = boxes - 1;
  const isLively = perSecond > 0;
  const at = (index: number): object => ({
    id: `n${index}`,
    z: 'tab',
    name: `service-${index}`,
    x: 120 + (index % 4) * 220,
    y: 80 + Math.floor(index / 4) * 80,
    wires: index === last ? [] : [[`n${index + 1}`]],
  });
  const kind = (index: number): object => {
    if (isLively && index === 0)
      return { type: 'inject', repeat: String(1 / perSecond), once: true, props: [{ p: 'payload' }] };
    if (isLively && index === last) return { type: 'debug', active: true, tosidebar: true, complete: 'payload' };
    return { type: 'function', func: 'return msg;', outputs: 1 };
  };
  return [
    { id: 'tab', type: 'tab', label: 'Large' },
    ...Array.from({ length: boxes }, (_, index) => ({ ...at(index), ...kind(index) })),
  ];
}
