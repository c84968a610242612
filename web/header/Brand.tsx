import classes from './Header.module.css';

export function Brand() {
  return (
    <>
      <img src="/icon.svg" alt="" width={26} height={26} />
      <h1 className={classes.brand}>Patchbay</h1>
    </>
  );
}
