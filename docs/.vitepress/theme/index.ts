/** VitePress's theme with the fonts of the reader's own system: nothing is loaded from elsewhere. */
export { default } from 'vitepress/theme-without-fonts'
