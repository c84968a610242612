/** What the palette writes into a drag and the canvas reads out of it. */
export const paletteDragType = 'application/x-patchbay-palette';
