import type { SecureStream } from '../../../contracts/secure-stream.ts';
import { encodeNcdp2, type Ncdp2Frame, type Ncdp2FromStream } from '../codec.ts';
import { FUNCTION, isReply, RESULT, VERSION } from '../codec-tables.ts';
import type { DeviceEvent } from '../server/served-devices.ts';
import { answerQuery, isServer } from './answer-query.ts';
import { carryOut, soleDevice } from './carry-out.ts';
import { FrameInbox } from './frame-inbox.ts';
import { Login } from './login.ts';
import { type Request, replyTo, what } from './reply.ts';
import type { SessionDesk } from './session-desk.ts';
import { Subscriptions } from './subscriptions.ts';

/**
 * Serves one connection until it ends (open profile, section 6): requests are answered one by one, in order, and
 * notifications come between. Resolves when the connection is over; never rejects.
 */
export async function serveSession(stream: SecureStream, desk: SessionDesk): Promise<void> {
  const session = new Session(stream, desk);
  const leave = desk.enter((event) => session.hear(event));
  try {
    await session.run();
  } catch {
    // the other side is gone in the middle of a word
  } finally {
    leave();
    stream.close();
  }
}

class Session {
  readonly #stream: SecureStream;
  readonly #desk: SessionDesk;
  readonly #login: Login;
  readonly #subscriptions = new Subscriptions();
  #over = false;

  constructor(stream: SecureStream, desk: SessionDesk) {
    this.#stream = stream;
    this.#desk = desk;
    this.#login = new Login(desk, stream.remote.address, stream.fingerprint);
  }

  async run(): Promise<void> {
    const inbox = new FrameInbox(this.#stream, this.#desk.options.clock);
    while (!this.#over) {
      const arrived = await inbox.next(this.#subscriptions.any ? Number.POSITIVE_INFINITY : IDLE_MS, FRAME_MS);
      if (arrived === undefined || !(await this.#take(arrived))) return;
    }
  }

  /** What happened to a device, as far as it was subscribed to. Resolved when the system has taken it. */
  async hear(event: DeviceEvent): Promise<void> {
    const { devices, maxAgeSeconds } = this.#desk.options;
    const frames = this.#subscriptions.framesOf(event, devices, maxAgeSeconds);
    await Promise.all(frames.map((frame) => this.#send(frame)));
  }

  async #send(frame: Ncdp2Frame): Promise<void> {
    if (this.#over) return;
    const written = this.#stream.write(encoded(frame));
    if (this.#stream.unread > MOST_UNREAD) {
      this.#over = true;
      this.#stream.destroy();
    }
    // whoever has gone needs nothing any more
    await written.catch(() => undefined);
  }

  /** Not waited for: whoever asks on without reading is let go by what it leaves unread. */
  #reply(frame: Ncdp2Frame): void {
    void this.#send(frame);
  }

  /** False where the connection ends with it. */
  async #take(arrived: Exclude<Ncdp2FromStream, { is: 'more' }>): Promise<boolean> {
    if (arrived.is === 'no-frame') return false;
    const head = arrived.is === 'frame' ? arrived.frame : arrived.head;
    const { letter } = head;
    if (letter === 'N' || isReply(letter)) return false;
    // the compiler does not see that these are the four that are left
    const asked = { ...head, letter: letter as Request['letter'] };
    if (arrived.is === 'bad-body') {
      const { token, error } = arrived;
      const attributes = { what: error.code, offset: error.offset };
      this.#reply(replyTo({ ...asked, body: token === undefined ? {} : { token } }, RESULT.malformed, { attributes }));
      return false;
    }
    const { body } = arrived.frame;
    if (body.token === undefined || body.version === undefined) {
      this.#reply(replyTo({ ...asked, body }, RESULT.malformed, what(body.token === undefined ? 'key 0' : 'key 1')));
      return false;
    }
    const request: Request = { ...asked, body: { ...body, token: body.token } };
    if (isSubscribe(request) && this.#login.who !== undefined && body.version === VERSION) this.#subscribe(request);
    else this.#reply(await this.#answer(request));
    return true;
  }

  async #answer(request: Request): Promise<Ncdp2Frame> {
    const desk = this.#desk;
    const { readsNeedLogin } = desk.options;
    const about = soleDevice(request, desk);
    if (request.body.version !== VERSION) return replyTo(request, RESULT.versionNotKnown, {}, about);
    if (request.letter === 'P') return replyTo(request, RESULT.notSupported, {}, about);
    const { who, address } = this.#login;
    if (isLogin(request)) return this.#login.answer(request);
    if (request.letter === 'Q') {
      const known = who !== undefined || !readsNeedLogin;
      return known
        ? answerQuery(request, about, this.#desk.options)
        : replyTo(request, RESULT.authenticationNeeded, {}, about);
    }
    if (who === undefined) {
      desk.withoutLogin++;
      return replyTo(request, RESULT.authenticationNeeded, {}, about);
    }
    if (isServer(request)) return replyTo(request, RESULT.notSupported);
    return carryOut(request, { who, address }, desk);
  }

  /** In one step with its answer: what happens from now on is told. */
  #subscribe(request: Request): void {
    const { deviceType: type, deviceNumber: number, body } = request;
    // 00 is the server, and FF is no number of it
    const any = (type === ANY || number === ANY) && type !== 0;
    // an answer about many is about none
    const about = any ? undefined : soleDevice(request, this.#desk);
    let result: number = RESULT.done;
    if (isServer(request)) result = RESULT.notSupported;
    else if (!any && about === undefined) result = RESULT.noSuchDevice;
    else if (body.dryRun !== true && !this.#subscriptions.add({ type, number, token: body.token }))
      result = RESULT.busy;
    this.#reply(replyTo(request, result, result === RESULT.busy ? { attributes: { 'retry-after': 60 } } : {}, about));
    if (this.#subscriptions.any) this.#stream.keepAlive();
  }
}

function isLogin(request: Request): boolean {
  return request.letter === 'C' && request.function === FUNCTION.authenticate.id && isServer(request);
}

function isSubscribe({ letter, function: id }: Request): boolean {
  return letter === 'C' && id === FUNCTION.subscribe.id;
}

/** What does not fit behind the length field is answered for without it (section 6). */
function encoded(frame: Ncdp2Frame): Uint8Array {
  try {
    return encodeNcdp2(frame);
  } catch {
    const { token } = frame.body;
    if (frame.letter === 'N') return encodeNcdp2({ ...frame, body: { ...frame.body, attributes: {} } });
    const bare = token === undefined ? { version: VERSION } : { token, version: VERSION };
    return encodeNcdp2({ ...frame, result: RESULT.tooLarge, body: bare });
  }
}

const ANY = 0xff;
const IDLE_MS = 60_000;
const FRAME_MS = 10_000;
const MOST_UNREAD = 256 * 1024;
