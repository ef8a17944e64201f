/** Answers of AWS's API: XML, or JSON where STS is asked for it. */

import { headerOf } from '../http/json.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import type { AwsFault } from '../wire/faults.ts'
import { encodeFaultAsJson, encodeSuccessAsJson } from '../wire/json.ts'
import type { OperationModel, Service } from '../wire/model.ts'
import { encodeFault, encodeSuccess } from '../wire/xml.ts'

/** What an answer needs to know of the request. */
export interface Answering {
  readonly request: HttpRequest
  readonly requestId: string
  readonly format: AnswerFormat
}

export type AnswerFormat = 'negotiated' | 'json'

export function success(answering: Answering, model: OperationModel, output: object): HttpResponse {
  const encode = wantsJson(answering, model.service) ? encodeSuccessAsJson : encodeSuccess
  return respond(answering, model.service, 200, encode(model, { ...output }, answering.requestId))
}

export function failure(answering: Answering, service: Service | undefined, fault: AwsFault): HttpResponse {
  const encode = wantsJson(answering, service) ? encodeFaultAsJson : encodeFault
  return respond(answering, service, fault.status, encode(fault, answering.requestId, service))
}

function respond(answering: Answering, service: Service | undefined, status: number, body: string): HttpResponse {
  const contentType = wantsJson(answering, service) ? 'application/json' : 'text/xml'
  return {
    status,
    headers: {
      'x-amzn-RequestId': answering.requestId,
      'Content-Type': contentType,
      // A browser asks: seeds and secret keys must stay in nobody's cache.
      ...(answering.format === 'json' && { 'Cache-Control': 'no-store' }),
    },
    body,
  }
}

function wantsJson({ request, format }: Answering, service: Service | undefined): boolean {
  if (format === 'json') return true
  return service?.name === 'sts' && (headerOf(request, 'accept')?.includes('application/json') ?? false)
}
