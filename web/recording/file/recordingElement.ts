/** The element of the page that holds the recording, as JSON. */
export const recordingElement = 'patchbay-recording';
