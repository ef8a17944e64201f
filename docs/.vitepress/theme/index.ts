/** VitePress's theme with the fonts of the reader's own system, where nothing is loaded from elsewhere. */
import theme from 'vitepress/theme-without-fonts'
import './wide.css'

export default theme
