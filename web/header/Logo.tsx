/** The mark and the name. */
export function Logo() {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 9, fontWeight: 700 }}>
      <img src="/icon.svg" alt="" width={26} height={26} />
      Patchbay
    </span>
  );
}
