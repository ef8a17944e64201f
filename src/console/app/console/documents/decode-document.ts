/** IAM answers documents percent-encoded. https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html */
export function decodeDocument(encoded: string | undefined): string {
  return decodeURIComponent(encoded ?? '')
}
