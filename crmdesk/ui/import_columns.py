"""The columns of a list that is imported: what each is called, what it becomes, what stands in it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crmdesk.i18n import _
from crmdesk.widgets import icons, theme

if TYPE_CHECKING:
    from crmdesk.formats.csv_layout import Layout

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_HEADING, _TARGET, _SAMPLE = range(3)
_EDIT = (
    QAbstractItemView.EditTrigger.EditKeyPressed
    | QAbstractItemView.EditTrigger.AnyKeyPressed
    | QAbstractItemView.EditTrigger.DoubleClicked
)


class _Model(QAbstractTableModel):
    """Columns nobody knows stand first: they are what one looks for."""

    chosen = Signal(str, str)
    """Heading and target."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.order: list[int] = []
        self._layout: Layout | None = None
        self._names: Mapping[str, str] = {}
        self._unknown = ""

    def show_layout(self, layout: "Layout", names: Mapping[str, str], unknown: str) -> None:
        """`names` are those of its targets, `unknown` says what becomes of the others."""
        is_same = self._layout and [c.heading for c in self._layout.columns] == [c.heading for c in layout.columns]
        if is_same:
            self._layout, self._names, self._unknown = layout, names, unknown
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.order) - 1, _SAMPLE))
            return
        self.beginResetModel()
        self._layout, self._names, self._unknown = layout, names, unknown
        self.order = sorted(range(len(layout.columns)), key=lambda number: layout.columns[number].target is not None)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Column of the file"), _("Becomes"), _("For example"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        more = Qt.ItemFlag.ItemIsEditable if index.column() == _TARGET else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | more

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(index)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour(self._tone(index))
        if role == Qt.ItemDataRole.FontRole:
            return theme.font("medium" if index.column() == _HEADING else "body")
        return self._target(index) if role == Qt.ItemDataRole.EditRole else None

    def _text(self, index: Index) -> str:
        column = self.order[index.row()]
        assert self._layout
        if index.column() == _HEADING:
            return self._layout.columns[column].heading
        if index.column() == _SAMPLE:
            return " · ".join(self._samples(column))
        return self._names.get(self._target(index), self._unknown)

    def _samples(self, column: int) -> list[str]:
        assert self._layout
        found = (row[column].strip() for row in self._layout.samples if column < len(row))
        return list(dict.fromkeys(" ".join(value.split())[:60] for value in found if value))[:3]

    def _target(self, index: Index) -> str:
        assert self._layout
        return self._layout.columns[self.order[index.row()]].target or ""

    def _tone(self, index: Index) -> str:
        if index.column() == _SAMPLE or self._target(index) == "ignore":
            return "muted"
        return "warning" if index.column() == _TARGET and not self._target(index) else "text"

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not value or value == self._target(index):
            return False
        assert self._layout
        self.chosen.emit(self._layout.columns[self.order[index.row()]].heading, str(value))
        return True


class _Cells(QStyledItemDelegate):
    """In line with the words of the header."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        is_chosen = option.state & QStyle.StateFlag.State_Selected
        if is_chosen:
            painter.fillRect(option.rect, theme.colour("accent_ground"))
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(theme.px(5), 0, -theme.px(5), 0)
        super().paint(painter, inner, index)


class _Targets(_Cells):
    """The box of all targets; letters typed anywhere in a name find it."""

    def __init__(self, parent: QWidget, targets: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self._targets = targets

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        box = QComboBox(parent)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setMaxVisibleItems(14)
        box.setAccessibleName(_("Becomes"))
        for key, words in self._targets:
            box.addItem(words, key)
        if (completer := box.completer()) is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        box.activated.connect(lambda _number: QTimer.singleShot(0, box, lambda: self._take(box)))
        return box

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        is_enter = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.type() == QEvent.Type.KeyPress and isinstance(editor, QComboBox):
            self._take(editor)
            return True
        return super().eventFilter(editor, event)

    def _take(self, box: QComboBox) -> None:
        """Once: Enter is heard by the box and by its line."""
        if not box.property("taken"):
            box.setProperty("taken", True)
            self.commitData.emit(box)
            self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        box = cast(QComboBox, editor)
        box.setCurrentIndex(box.findData(index.data(Qt.ItemDataRole.EditRole)))
        if box.currentIndex() < 0:
            box.setEditText(str(index.data()))
        if (line := box.lineEdit()) is not None:
            line.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        box = cast(QComboBox, editor)
        typed = box.currentText().strip()
        number = box.findText(typed, Qt.MatchFlag.MatchFixedString)
        if number < 0 and typed and typed != index.data():
            number = box.findText(typed, Qt.MatchFlag.MatchContains)
        if number >= 0:
            model.setData(index, box.itemData(number))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        box = option.rect
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        across = box.left() + theme.px(14) if is_mirrored else box.right() - theme.px(14)
        icons.paint(painter, "chevron-down", "faint", QPoint(across, box.center().y()), 14)


class Columns(QTableView):
    """A press or a letter on what a column becomes opens its choices."""

    chosen = Signal(str, str)

    def __init__(self, targets: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._model = _Model(self)
        self._model.chosen.connect(self.chosen)
        self.setAccessibleName(_("Columns of the file"))
        self.setModel(self._model)
        self.setItemDelegate(_Cells(self))
        self.setItemDelegateForColumn(_TARGET, _Targets(self, targets))
        self._arrange()
        self.clicked.connect(self._pressed)

    def _arrange(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setHighlightSections(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setWordWrap(False)
        self.setEditTriggers(_EDIT)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def show_layout(self, layout: "Layout", names: Mapping[str, str], unknown: str) -> None:
        self._model.show_layout(layout, names, unknown)
        if not self.currentIndex().isValid() and self._model.order:
            self.setCurrentIndex(self._model.index(0, _TARGET))

    def _pressed(self, index: QModelIndex) -> None:
        if index.column() == _TARGET:
            self.edit(index)
