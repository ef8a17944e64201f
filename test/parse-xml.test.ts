import { describe, expect, it } from 'vitest'
import { parseXml } from './parse-xml.ts'

describe('the strict XML parser', () => {
  it('reads elements, attributes, text and references', () => {
    const root = parseXml('<a x="1&quot;">\n  <b>1 &lt; 2 &amp; &#xD;&#10;\r\n</b><b/><c></c>\n</a>\n')
    expect(root.attributes).toEqual({ x: '1"' })
    expect(root.children.map(({ name, text }) => [name, text])).toEqual([
      ['b', '1 < 2 & \r\n\n'],
      ['b', ''],
      ['c', ''],
    ])
  })

  it.each([
    ['a control character', '<a>\u0001</a>'],
    ['a reference to one', '<a>&#1;</a>'],
    ['a lone surrogate', '<a>\uD800</a>'],
    ['a reference to one', '<a>&#xD800;</a>'],
    ['U+FFFF', '<a>\uFFFF</a>'],
    ['a bare ampersand', '<a>1 & 2</a>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['a bare <', '<a>1 < 2</a>'],
    ['a wrong end', '<a></b>'],
    ['no end', '<a>'],
    ['two roots', '<a/><b/>'],
    ['nothing', ''],
    [']]>', '<a>]]></a>'],
  ])('refuses %s', (_, document) => {
    expect(() => parseXml(document)).toThrow()
  })
})
