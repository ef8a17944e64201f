/** Loaded into a command before all else: its clock begins at that of the server in test mode. */
const answer = await fetch(`${process.env['TEST_SERVER']}/_twinlock/clock`)
const { offsetSeconds } = (await answer.json()) as { offsetSeconds: number }
const MachineDate = Date
const now = () => MachineDate.now() + offsetSeconds * 1000

globalThis.Date = new Proxy(MachineDate, {
  construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [now()] : args, self),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
})
