import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { Explanation } from '../api/administration.ts'

/** The statement that decided, the values it was asked with, and what would help. */
export function ExplanationText({ explanation }: { readonly explanation: Explanation }) {
  const { reason, advice, document, unmetAllows = [], keys = {}, action, resource } = explanation
  const statements = document ? [document] : unmetAllows.flatMap(({ document: each }) => (each ? [each] : []))
  return (
    <div role="status">
      <SpaceBetween size="s">
        <b className="breakable">{reason}</b>
        {advice && (
          <div>
            {advice.text}
            {advice.command !== undefined && (
              <div>
                <Box variant="code">
                  <span className="breakable">{advice.command}</span>
                </Box>
              </div>
            )}
          </div>
        )}
        <ExpandableSection headerText="Details">
          <SpaceBetween size="s">
            <div className="breakable">
              {action} on {resource}
            </div>
            {statements.map((statement) => (
              <pre key={JSON.stringify(statement)} className="document">
                {JSON.stringify(statement, null, 2)}
              </pre>
            ))}
            {Object.keys(keys).length > 0 && <KeyList keys={keys} />}
          </SpaceBetween>
        </ExpandableSection>
      </SpaceBetween>
    </div>
  )
}

function KeyList({ keys }: { readonly keys: NonNullable<Explanation['keys']> }) {
  return (
    <table className="plain-table">
      <caption>Condition keys of the request</caption>
      <tbody>
        {Object.entries(keys).map(([key, values]) => (
          <tr key={key}>
            <th scope="row">{key}</th>
            <td>{values === null ? 'not there' : values.join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
