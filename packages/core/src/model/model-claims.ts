import { parseDeviceId } from '../formats/ieee1284.ts';
import { makeOfSeries, splitMakeAndModel } from '../formats/make-and-model.ts';
import { type Claim, derived, told } from './claim.ts';

/**
 * Make, model and serial number by IPP's names (RFC 8011 section 5.4.9, PWG 5100.13), which NCDP/2 uses as well. `text`
 * is empty where an attribute is absent. The IEEE 1284 ID has its own fields; make-and-model is taken apart.
 */
export function modelClaims(text: (name: string) => string, pathOf: (name: string) => string): Claim[] {
  const id = parseDeviceId(text('printer-device-id'));
  const idPath = pathOf('printer-device-id');
  const whole = text('printer-make-and-model');
  const split = splitMakeAndModel(whole);
  const wholePath = pathOf('printer-make-and-model');
  const serial = text('printer-serial-number');
  return [
    ...(id.make ? told('make', id.make, idPath) : derived('make', split.make ?? makeOfSeries(whole) ?? '', wholePath)),
    ...(id.model
      ? told('model', id.model, idPath)
      : split.make === undefined
        ? told('model', whole, wholePath)
        : derived('model', split.model, wholePath)),
    ...(serial === ''
      ? told('serial', id.serial ?? '', idPath)
      : told('serial', serial, pathOf('printer-serial-number'))),
  ];
}
