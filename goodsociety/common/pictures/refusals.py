"""Why a picture is not taken, in sentences that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from goodsociety.common.refusals import Refusal


class PictureRefusal(Refusal):
    """A file is not taken as a picture."""


class NotAPicture(PictureRefusal):
    """The file is something else, whatever its name says."""

    sentence = _("This file is not a picture that can be read here. Please choose a JPEG, PNG or WebP picture.")


class HeicPicture(PictureRefusal):
    """The file is in the format that iPhones take photographs in."""

    sentence = _("This picture is in the HEIC format of iPhones. Please take a screenshot of it and choose that one.")


class DamagedPicture(PictureRefusal):
    """The file begins like a picture and does not go on like one."""

    sentence = _("This picture is damaged or only half there. Please choose another one.")


class HeavyPicture(PictureRefusal):
    """Reading the picture took more time or memory than it may."""

    sentence = _("Reading this picture takes too long. Please take a screenshot of it and choose that one.")


class TooManyPixels(PictureRefusal):
    """The picture is larger than any screen or camera makes it."""

    sentence = _("This picture has more than %(megapixels)s million pixels. Please take a screenshot of it instead.")


class PictureTooLarge(PictureRefusal):
    """The file is larger than may be sent."""

    sentence = _("This picture is larger than %(megabytes)s MB. Please choose a smaller one, such as a screenshot.")


#: Under which names the reading process says them.
PICTURE_REFUSALS = {refusal.__name__: refusal for refusal in PictureRefusal.__subclasses__()}
