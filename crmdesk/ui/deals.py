"""The section Pipeline: deals on a board, in a list and by month, and the page of one."""

from crmdesk.ui.desk import Desk
from crmdesk.ui.screen import Screen


def make(desk: Desk) -> "Deals":
    return Deals(desk)


class Deals(Screen):
    pass
