/** From an HTTP request to the parameters of an AWS API request, or to what AWS answers where there are none. */

import { headerOf } from '../http/json.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { type Form, parseForm } from '../wire/query.ts'

const productPage = 'https://aws.amazon.com/iam'
const formType = 'application/x-www-form-urlencoded'

/** @throws AwsFault MalformedQueryString */
export function readForm(request: HttpRequest): Form | HttpResponse {
  if (request.method !== 'GET' && request.method !== 'POST') return redirectToProductPage
  if (request.method === 'POST' && !hasFormType(request)) return wrongContentType
  const body = request.method === 'POST' ? Buffer.from(request.body).toString('latin1') : ''
  const form = parseForm(request.query, body)
  if (form.has('Action')) return form
  return request.path === '/' ? redirectToProductPage : unknownOperation
}

function hasFormType(request: HttpRequest): boolean {
  const type = headerOf(request, 'content-type')
  if (type === undefined) return request.body.length === 0
  return type.split(';')[0]?.trim().toLowerCase() === formType
}

const redirectToProductPage: HttpResponse = { status: 302, headers: { Location: productPage }, body: '' }

const unknownOperation: HttpResponse = {
  status: 404,
  headers: { 'Content-Type': 'application/xml' },
  body: '<UnknownOperationException/>\n',
}

const wrongContentType: HttpResponse = {
  status: 403,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: `<html><body>A POST request of the AWS Query protocol has the Content-Type ${formType}.</body></html>\n`,
}
