/** Types of browsers that `qr/decode.js` names, for functions that are not used here. */
type DOMRectReadOnly = unknown
type ImageBitmapSource = unknown
